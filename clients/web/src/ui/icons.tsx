import type { JSX } from 'preact';

/** Drawn on 20 × 20, one stroke weight, no fill unless said. */
const kPaths = {
  back: 'M12 4.5 6.5 10l5.5 5.5',
  bold: 'M6 4h5.2a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z',
  italic: 'M11.5 4h-2M8.5 16h2M12.5 4h-4M11.5 16h-4M11 4 9 16',
  underline: 'M6 4v5a4 4 0 0 0 8 0V4M5 16.5h10',
  strike: 'M4 10h12M13.5 6.2C13 4.9 11.700 4 10 4 8 4 6.500 5.100 6.500 6.700c0 3 7 3.300 7 6.600 0 1.600-1.500 2.700-3.500 2.700-1.800 0-3.200-.9-3.700-2.300',
  code: 'm7 6-4 4 4 4M13 6l4 4-4 4',
  link: 'M8.500 11.500a3 3 0 0 0 4.300 0l2.600-2.600a3 3 0 0 0-4.300-4.300L10 5.700M11.500 8.500a3 3 0 0 0-4.300 0l-2.600 2.600a3 3 0 0 0 4.300 4.300L10 14.300',
  quote: 'M4 5v10M8 6.500h8M8 10h8M8 13.500h5',
  bullet: 'M8 5.500h8M8 10h8M8 14.500h8M4 5.500h.01M4 10h.01M4 14.500h.01',
  ordered: 'M9 5.500h7M9 10h7M9 14.500h7M3.800 4.500 5 3.800V7.500M3.700 12.800c.2-.7 2-.9 2 .3 0 .8-2 1.400-2 2.400h2.100',
  check: 'M9.500 5.500h6.500M9.500 14.500h6.500M3.500 5.300 5 6.800l2.500-3M3.500 14.300l1.500 1.500 2.500-3',
  codeBlock: 'M3.500 4.500h13v11h-13zM8 8l-2 2 2 2M12 8l2 2-2 2',
  divider: 'M3.500 10h13M6 5.500h8M6 14.500h8',
  clear: 'M5 4.500h9M9.500 4.500 8 11M4 15.500l2-0M11.500 11.500l4.500 4.500M16 11.500 11.500 16',
  undo: 'M7.500 4.500 4 8l3.500 3.500M4 8h7.500a4 4 0 0 1 0 8H8',
  redo: 'M12.500 4.500 16 8l-3.500 3.500M16 8H8.500a4 4 0 0 0 0 8H12',
  help: 'M7.500 7.500a2.500 2.500 0 1 1 3.800 2.100c-.8.500-1.300 1-1.300 1.900M10 14.500h.01',
  outline: 'M4 5.500h12M7 10h9M7 14.500h9',
  search: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM12.700 12.700 16.500 16.500',
  plus: 'M10 4.500v11M4.500 10h11',
  upload: 'M10 13V4.500M6.500 7.500 10 4l3.500 3.500M4 12.500v2.500a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1v-2.500',
  close: 'm5.500 5.500 9 9M14.500 5.500l-9 9',
  document: 'M5.500 3.500h6l3 3v10h-9zM11.500 3.500v3h3M8 10h4M8 13h4',
  chevron: 'm6.500 8 3.500 3.500L13.500 8',
} as const;

export type IconName = keyof typeof kPaths;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={kPaths[name]} />
    </svg>
  );
}
