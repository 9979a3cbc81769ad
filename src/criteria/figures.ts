/** Figures as people read them, in both languages alike: 895,248. */

// One formatter for all: making one takes longer than a whole judgement.
const formatter = new Intl.NumberFormat('en-GB')

/** A figure with its thousands set apart, and at most three decimals. */
export const sayFigure = (value: number): string => formatter.format(value)
