/** The walls around the processes that read strange files: their names, for the settings and for what tries them. */

/**
 * `uid`: another user than that of the server; `network`: no connections; `files`: no files but the
 * program; `processes`: nothing of other processes, the server's environment above all; `limits`:
 * memory, computing and files are limited by the kernel.
 */
export const WALLS = ['uid', 'network', 'files', 'processes', 'limits'] as const
export type Wall = (typeof WALLS)[number]
