/** Where the files of an installation lie, as its database says (migrations/…-filesIn.ts). */

/** On the disk of DATA_DIR, in the bucket, or on their way to one of them. */
export type FilesIn = 'disk' | 'toBucket' | 'bucket' | 'toDisk'

/** Files lie in both places; what is new goes where they are moved to. */
export const isMoving = (filesIn: FilesIn): boolean => filesIn === 'toBucket' || filesIn === 'toDisk'

/** Where what is new goes. */
export const mainOf = (filesIn: FilesIn): 'disk' | 'bucket' =>
  filesIn === 'disk' || filesIn === 'toDisk' ? 'disk' : 'bucket'
