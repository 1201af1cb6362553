import Quill from 'quill/core.js';
import Block, { BlockEmbed } from 'quill/blots/block.js';
import Embed from 'quill/blots/embed.js';
import { AlignClass } from 'quill/formats/align.js';
import Bold from 'quill/formats/bold.js';
import CodeBlock, { Code } from 'quill/formats/code.js';
import Header from 'quill/formats/header.js';
import Italic from 'quill/formats/italic.js';
import Link from 'quill/formats/link.js';
import ListItem from 'quill/formats/list.js';
import Script from 'quill/formats/script.js';
import Strike from 'quill/formats/strike.js';
import Underline from 'quill/formats/underline.js';
import { strings } from '../words/strings.ts';
import { kUnknownEmbed } from '../text/border.ts';
import { kNote, kTable } from '../text/embeds.ts';
import { kImage } from '../text/pictures.ts';
import { safeAddress } from '../text/safe-link.ts';
import { indentAttribute } from './indent-attribute.ts';
import { itemNumber } from './item-number.ts';
import { NoteMark } from './note-mark.ts';
import { CodeBox, Items } from './long-containers.ts';
import { beginsWithPicture, PictureBlot } from './pictures/picture-blot.ts';
import { quoteAttribute } from './quote-attribute.ts';
import { PaperScroll, Sheaf, tellTheirSheaf } from './sheaves.ts';
import { fillLastLine, LineFiller, SoftBreak, Words } from './soft-break.ts';
import { TableBlot } from './tables/table-blot.ts';
import { lineMarks } from './template-attributes.ts';

/** Each block finds its own direction, so that Arabic and English paragraphs stand side by side. */
function ownDirection(node: HTMLElement): HTMLElement {
  node.setAttribute('dir', 'auto');
  return node;
}

class Paragraph extends Block {
  static override create(value?: unknown): HTMLElement {
    return ownDirection(super.create(value) as HTMLElement);
  }

  /** CSS alone does not tell a picture at the start of a line from one behind words. */
  override optimize(context: Parameters<Block['optimize']>[0]): void {
    super.optimize(context);
    fillLastLine(this);
    const isFigure = beginsWithPicture(this);
    if (isFigure !== this.domNode.classList.contains('is-figure')) this.domNode.classList.toggle('is-figure', isFigure);
  }
}

class Heading extends Header {
  static override create(value?: unknown): HTMLElement {
    return ownDirection(super.create(value) as HTMLElement);
  }

  override optimize(context: Parameters<Block['optimize']>[0]): void {
    super.optimize(context);
    fillLastLine(this);
  }
}

class Item extends ListItem {
  static override register(): void {
    Quill.register({ 'formats/list-container': Items }, true);
  }

  static override create(value: string): HTMLElement {
    return ownDirection(super.create(value) as HTMLElement);
  }

  override optimize(context: Parameters<Block['optimize']>[0]): void {
    super.optimize(context);
    fillLastLine(this);
  }
}

class CodeLines extends CodeBlock {
  override optimize(context: Parameters<Block['optimize']>[0]): void {
    super.optimize(context);
    fillLastLine(this);
  }

  static override register(): void {
    Quill.register({ 'formats/code-block-container': CodeBox }, true);
  }
}

Items.allowedChildren = [Item];
Item.requiredContainer = Items;
CodeBox.allowedChildren = [CodeLines];
CodeLines.requiredContainer = CodeBox;
CodeLines.allowedChildren = [...CodeBlock.allowedChildren, SoftBreak];

class SafeLink extends Link {
  static override create(value: string): HTMLElement {
    const node = super.create(value);
    node.setAttribute('rel', 'noopener noreferrer nofollow');
    return node;
  }

  static override sanitize(address: string): string {
    return safeAddress(address) ?? this.SANITIZED_URL;
  }
}

class Divider extends BlockEmbed {
  static override blotName = 'divider';
  static override tagName = 'HR';

  static override value(): unknown {
    return true;
  }
}

/** Stands for what this version cannot show; the document keeps it as it is. */
class UnknownEmbed extends Embed {
  static override blotName = kUnknownEmbed;
  static override tagName = 'SPAN';
  static override className = 'unknown-embed';

  static override create(value: string): Element {
    const node = super.create() as HTMLElement;
    node.dataset['value'] = value;
    const isImage = value.startsWith('{"image"');
    node.textContent = isImage ? strings.paper.imageNotShown : strings.paper.somethingNotShown;
    return node;
  }

  static override value(node: HTMLElement): string {
    return node.dataset['value'] ?? '{}';
  }
}

let registered = false;

export function registerFormats(): void {
  if (registered) return;
  registered = true;
  tellTheirSheaf(Paragraph, Heading, Item, CodeLines);
  Quill.register(
    {
      'blots/block': Paragraph,
      'blots/break': LineFiller,
      'blots/scroll': PaperScroll,
      'blots/sheaf': Sheaf,
      'blots/soft-break': SoftBreak,
      'blots/text': Words,
      'formats/align': AlignClass,
      'formats/blockquote': quoteAttribute,
      'formats/bold': Bold,
      'formats/code': Code,
      'formats/code-block': CodeLines,
      'formats/divider': Divider,
      'formats/header': Heading,
      'formats/indent': indentAttribute,
      'formats/italic': Italic,
      'formats/link': SafeLink,
      'formats/list': Item,
      'formats/script': Script,
      'formats/strike': Strike,
      'formats/underline': Underline,
      [`formats/${kImage}`]: PictureBlot,
      [`formats/${kNote}`]: NoteMark,
      [`formats/${kTable}`]: TableBlot,
      [`formats/${kUnknownEmbed}`]: UnknownEmbed,
      'formats/start': itemNumber,
      ...lineMarks,
    },
    true,
  );
}
