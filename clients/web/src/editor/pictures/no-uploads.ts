/**
 * Options of Quill's own module for files, which would put their bytes into the text. An empty list of kinds is not
 * enough: Quill fills it up with its own.
 */
export const kNoUploads = { mimetypes: [], handler: (): void => undefined };
