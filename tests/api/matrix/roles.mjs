// The abilities of each role, written here once more, from the design and not from the server.
const reads = ['read_document', 'export_document', 'see_presence'];
const comments = [...reads, 'read_threads', 'comment', 'show_presence'];
const suggests = [...comments, 'suggest'];
const edits = [...suggests, 'edit_document', 'rename_document', 'read_history', 'moderate_threads'];
const owns = [...edits, 'delete_document', 'create_document', 'manage_access', 'transfer_ownership'];

export const abilitiesOf = Object.freeze({ none: [], reader: reads, commenter: comments, suggester: suggests, editor: edits, owner: owns });

/** The roles that can be given. */
export const GIVEN_ROLES = ['reader', 'commenter', 'suggester', 'editor'];
