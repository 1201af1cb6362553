import type { JSX } from 'preact';
import { DesignDialog } from '../../ui/templates/design-dialog.tsx';
import { ToDoButton, ToDoDialog } from '../../ui/templates/to-do.tsx';
import type { EditorModel } from './editor-model.ts';

interface PartProps {
  readonly model: EditorModel;
}

/** Whether I may say what a paper is as a template. Where everybody may do everything nobody manages access. */
const isOwner = ({ rights }: EditorModel): boolean => rights.may('manage_access') || (rights.who.open && rights.now.value !== null);

/** Whether the tool of templates is offered: in a template to its writers, everywhere to the owner. */
export function offersDesign(model: EditorModel): boolean {
  return isOwner(model) || (model.template.settings.value.isTemplate && model.writable.value);
}

export function ToDoNow({ model, onOpen }: PartProps & { readonly onOpen: () => void }): JSX.Element | null {
  const count = model.template.count.value;
  return count && <ToDoButton count={count} limits={model.template.settings.value} onOpen={onOpen} />;
}

export function ToDoDialogNow({ model, onClose }: PartProps & { readonly onClose: () => void }): JSX.Element | null {
  const { template } = model;
  const count = template.count.value;
  return count && <ToDoDialog count={count} limits={template.settings.value} onGoTo={(part) => template.goTo(part)} onClose={onClose} />;
}

export function DesignDialogNow({ model, onClose }: PartProps & { readonly onClose: () => void }): JSX.Element {
  const { template, writable } = model;
  return (
    <DesignDialog
      paper={template.settings.value}
      place={writable.value ? template.place : null}
      isOwner={isOwner(model)}
      form={template.form}
      onMark={(name, value) => template.mark(name, value)}
      onChange={(what) => void template.change(what)}
      onClose={onClose}
    />
  );
}
