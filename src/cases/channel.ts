/** On which channel of the database it is announced that a case has changed: by its id and nothing else. */
export const CHANNEL = 'cases'
