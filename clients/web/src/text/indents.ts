/** How far in a line can be: sixteen levels with the outermost. What is deeper is as far in as this. */
export const kMaxIndent = 15;
