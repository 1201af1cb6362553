import type { JSX } from 'preact';
import { isMac } from '../editor/platform.ts';
import { strings } from '../words/strings.ts';
import { Dialog } from './dialog.tsx';

const { entries, groups } = strings.help;
const ctrl = isMac ? '⌘' : 'Ctrl';
const alt = isMac ? '⌥' : 'Alt';
const shift = isMac ? '⇧' : 'Shift';

/** Keys pressed together; several lists are one after another. */
type Keys = readonly (readonly string[])[];

const kHelp: readonly { readonly title: string; readonly rows: readonly (readonly [Keys, string])[] }[] = [
  {
    title: groups.text,
    rows: [
      [[[ctrl, 'B']], entries.bold],
      [[[ctrl, 'I']], entries.italic],
      [[[ctrl, 'U']], entries.underline],
      [[[ctrl, shift, 'X']], entries.strike],
      [[[ctrl, 'E']], entries.code],
      [[[ctrl, 'K']], entries.link],
      [[[alt, 'Enter']], entries.openLink],
      [[[ctrl, alt, 'F']], entries.note],
      [[[ctrl, '\\']], entries.clear],
      [[[ctrl, 'Z']], entries.undo],
      [[[ctrl, shift, 'Z']], entries.redo],
    ],
  },
  {
    title: groups.paragraphs,
    rows: [
      [[[ctrl, alt, '1…6']], entries.headings],
      [[[ctrl, alt, '0']], entries.paragraph],
      [[[ctrl, shift, '.']], entries.quote],
      [[[ctrl, shift, '7']], entries.ordered],
      [[[ctrl, shift, '8']], entries.bullet],
      [[[ctrl, shift, '9']], entries.check],
      [[[ctrl, 'Enter']], entries.tick],
      [[[shift, 'Enter']], entries.lineBreak],
      [[['Tab']], entries.indent],
      [[[shift, 'Tab']], entries.outdent],
      [[['← →']], entries.toPicture],
      [[['Enter']], entries.pictureTools],
    ],
  },
  {
    title: groups.typing,
    rows: [
      [[['#'], ['Space']], entries.typeHeading],
      [[['-'], ['Space']], entries.typeList],
      [[['1.'], ['Space']], entries.typeOrdered],
      [[['7.'], ['Space']], entries.typeNumber],
      [[['[ ]'], ['Space']], entries.typeCheck],
      [[['>'], ['Space']], entries.typeQuote],
      [[['```'], ['Enter']], entries.typeCode],
      [[['---'], ['Enter']], entries.typeDivider],
      [[['[^']], entries.typeNote],
      [[['|||'], ['Enter']], entries.typeTable],
    ],
  },
  {
    title: groups.tables,
    rows: [
      [[['Tab']], entries.nextCell],
      [[['Enter']], entries.writeCell],
      [[[shift, 'Enter']], entries.lineInCell],
      [[['Esc']], entries.leaveCell],
      [[[shift, '↓']], entries.selectCells],
      [[[ctrl, 'A']], entries.selectAll],
      [[[alt, '↑ ↓']], entries.moveRow],
      [[[alt, '↓']], entries.calendar],
      [[[shift, 'F10']], entries.rowMenu],
    ],
  },
  {
    title: groups.moving,
    rows: [
      [[[ctrl, alt, 'M']], entries.comment],
      [[[ctrl, shift, 'E']], entries.toThread],
      [[[ctrl, 'Enter']], entries.sendComment],
      [[[alt, 'F10']], entries.toolbar],
      [[['Esc'], ['Tab']], entries.leave],
      [[[ctrl, 'S']], entries.save],
      [[[ctrl, alt, shift, 'H']], entries.history],
      [[[alt, '0']], entries.help],
    ],
  },
];

function KeyNames({ keys }: { readonly keys: Keys }): JSX.Element {
  return (
    <>
      {keys.map((together, position) => (
        <span class="keys" key={position}>
          {position > 0 && <span class="then">{strings.help.then}</span>}
          {together.map((name) => (
            <kbd key={name}>{name}</kbd>
          ))}
        </span>
      ))}
    </>
  );
}

export function HelpDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title={strings.help.title} onClose={onClose}>
      <div class="help">
        {kHelp.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([keys, meaning]) => (
                <div key={meaning}>
                  <dt>
                    <KeyNames keys={keys} />
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
