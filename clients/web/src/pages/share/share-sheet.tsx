import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { ShareDialog } from '../../ui/share/share-dialog.tsx';
import type { ShareProps } from '../../ui/share/share-dialog.tsx';
import { ShareModel } from './share-model.ts';

export interface SheetProps extends Omit<ShareProps, 'model'> {
  readonly document: string;
}

/** The dialogue about the rights to a document, with its model. */
export function ShareSheet({ document, ...props }: SheetProps): JSX.Element {
  const model = useMemo(() => new ShareModel(document), [document]);
  return <ShareDialog model={model} {...props} />;
}
