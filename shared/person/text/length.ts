/** Nobody means more than this by one number, whatever stands around it in a message. */
const LONGEST_NUMBER = 200;

/** Whether a text is too long to be one number. What is, is refused before any rule reads it; blanks around it are not it. */
export const isTooLongForNumber = (text: string): boolean => text.trim().length > LONGEST_NUMBER;
