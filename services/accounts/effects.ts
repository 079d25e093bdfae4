/** What may follow a commit. `publish`: what it announced goes to the bus now rather than at the relay's next poll. */
export type Effect = 'publish';
