import { useSignal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { strings } from '../words/strings.ts';
import { Icon } from './icons.tsx';

const words = strings.forms;

/** The state of the request that a form sends. */
export interface FormState {
  readonly busy: ReadonlySignal<boolean>;
  /** Why it failed, in a sentence; empty if it did not. */
  readonly problem: ReadonlySignal<string>;
  /** A sentence about the last action, or empty. */
  readonly done: ReadonlySignal<string>;
}

interface FieldProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly hint?: string;
  readonly type?: 'text' | 'email' | 'date' | 'search';
  readonly autocomplete?: string;
  readonly optional?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
}

/** An input of any kind of text: its attributes are the same, its type is chosen. */
const kind = (type: string): { readonly type: 'text' } => ({ type: type as 'text' });

export function Field({ label, value, hint, type = 'text', autocomplete, optional, autoFocus, maxLength }: FieldProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="optional"> ({words.optional})</span>}
      </label>
      <input
        {...kind(type)}
        id={id}
        dir={type === 'text' ? 'auto' : undefined}
        required={!optional}
        autocomplete={autocomplete}
        autocapitalize={type === 'email' ? 'none' : undefined}
        spellcheck={false}
        maxLength={maxLength}
        value={value.value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => (value.value = event.currentTarget.value)}
        autoFocus={autoFocus}
      />
      {hint && (
        <span id={`${id}-hint`} class="hint">
          {hint}
        </span>
      )}
    </div>
  );
}

interface PasswordProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly isNew?: boolean;
  readonly autoFocus?: boolean;
}

/** Takes pasted passwords and password managers. A button shows the password. */
export function PasswordField({ label, value, isNew = false, autoFocus }: PasswordProps): JSX.Element {
  const shown = useSignal(false);
  const id = useId();
  const described = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        <input
          id={id}
          {...kind(shown.value ? 'text' : 'password')}
          required
          minLength={isNew ? 10 : undefined}
          maxLength={1024}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          value={value.value}
          aria-describedby={isNew ? described : undefined}
          onInput={(event) => (value.value = event.currentTarget.value)}
          autoFocus={autoFocus}
        />
        <button
          type="button"
          class="act"
          aria-pressed={shown.value}
          aria-label={words.showPassword}
          onClick={() => (shown.value = !shown.value)}
        >
          {shown.value ? words.hide : words.show}
        </button>
      </div>
      {isNew && (
        <span id={described} class="hint">
          {words.passwordHint}
        </span>
      )}
    </div>
  );
}

interface FormProps {
  readonly model: FormState;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
  readonly quiet?: boolean;
}

/** A real form: Enter sends it, browsers fill it in. */
export function Form({ model, submit, onSubmit, children, quiet }: FormProps): JSX.Element {
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <Outcome model={model} />
      <div class="form-actions">
        <button type="submit" class={quiet ? 'button' : 'button primary'} aria-disabled={model.busy.value}>
          {submit}
        </button>
      </div>
    </form>
  );
}

/** The outcome of a form's request. Screen readers are told at once. */
export function Outcome({ model }: { readonly model: FormState }): JSX.Element {
  return (
    <>
      <div role="alert">{model.problem.value && <p class="problem">{model.problem.value}</p>}</div>
      <div role="status">{model.done.value && <p class="done">{model.done.value}</p>}</div>
    </>
  );
}

interface CheckProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly name?: string;
}

export function Check({ label, checked, onChange, disabled, name }: CheckProps): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-label={name}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

interface CopyProps {
  readonly label: string;
  readonly value: string;
  /** Takes the focus, since it is shown this once. */
  readonly fresh?: boolean;
}

/** A text to copy and pass on, such as an address. */
export function CopyField({ label, value, fresh }: CopyProps): JSX.Element {
  const said = useSignal('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) input.current?.focus();
  }, []);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      said.value = words.copied;
    } catch {
      input.current?.select();
      said.value = words.copyByHand;
    }
  };
  return (
    <div class="copy-field">
      <label class="field">
        <span>{label}</span>
        <input ref={input} type="text" readOnly dir="ltr" value={value} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" class="button primary" onClick={() => void copy()}>
        <Icon name="copy" />
        {words.copy}
      </button>
      <p class="hint" role="status">
        {said.value}
      </p>
    </div>
  );
}
