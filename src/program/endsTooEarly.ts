/** What is said of a program in which something is not closed. */
export const endsTooEarly = 'The file ends too early: something that was opened is not closed.'
