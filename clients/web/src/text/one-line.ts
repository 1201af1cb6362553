/** Text from anywhere (a cell of a sheet, two lines of a mail) as one line: whatever separates becomes one space. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
