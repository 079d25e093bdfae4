/** From a value to a length; without anything to show every length is 0. */
export const scaleTo =
  (most: number, length: number) =>
  (value: number): number =>
    most <= 0 ? 0 : (Math.min(Math.max(value, 0), most) / most) * length;

/** The round number at or above the greatest value at which an axis ends: 1, 2, 4, 5, 10, 20… */
export const axisEnd = (most: number): number => {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * power >= most) ?? 10;
  return step * power;
};
