/** A LEADER of the demonstration with those whom they referred. */
export interface Team {
  /** How many people are invented for it. */
  size: number;
  goal: number;
  /** Where most of them vote, as the official page writes it. */
  home: string;
}

/** The demo account that leads, which has two other demo accounts: 300 people in all. */
export const firstTeam: Team = { size: 298, goal: 350, home: 'RIONEGRO' };

/** With the first, the 12 LEADERs of the demo account that coordinates; one has not begun. */
export const otherTeams: readonly Team[] = [
  { size: 132, goal: 120, home: 'DUITAMA' },
  { size: 96, goal: 150, home: 'EL PEÑON' },
  { size: 71, goal: 100, home: 'MEDELLIN' },
  { size: 58, goal: 60, home: 'SILVIA' },
  { size: 44, goal: 40, home: 'OSPINA' },
  { size: 33, goal: 80, home: 'IBAGUE' },
  { size: 25, goal: 50, home: 'RIONEGRO' },
  { size: 17, goal: 30, home: 'PASTO' },
  { size: 11, goal: 25, home: 'NEIVA' },
  { size: 4, goal: 20, home: 'CALI' },
  { size: 0, goal: 20, home: 'DUITAMA' },
];
