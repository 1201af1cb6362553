import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { addMember, findPeople, listGroups, makeGroup, removeGroup, removeMember, renameGroup } from '../../api/access.ts';
import type { Group } from '../../api/access.ts';
import { strings } from '../../words/strings.ts';
import { personOf } from '../../text/person.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Field, Form, Outcome } from '../../ui/forms.tsx';
import { WhenLoaded } from '../../ui/loaded.tsx';
import { Face } from '../../ui/people.tsx';
import { PersonPicker } from '../../ui/person-picker.tsx';
import { Section } from '../../ui/section.tsx';
import { FormModel } from '../form-model.ts';
import { Loading } from '../loading.ts';

const words = strings.administration;

export function GroupsPart(): JSX.Element {
  const list = useMemo(() => new Loading(listGroups), []);
  const form = useMemo(() => new FormModel(), []);
  const name = useSignal('');
  useEffect(() => void list.load(), []);
  const make = async (): Promise<void> => {
    if (!(await form.run(async () => void (await makeGroup(name.value.trim()))))) return;
    name.value = '';
    await list.load();
  };
  return (
    <Section title={words.parts.groups} text={words.groupsText}>
      <Form model={form} submit={words.makeGroup} onSubmit={() => void make()} quiet>
        <Field label={words.newGroup} maxLength={100} value={name} />
      </Form>
      <WhenLoaded of={list}>
        {(groups) =>
          groups.length > 0 ? (
            <ul class="groups">
              {groups.map((group) => (
                <GroupCard key={group.id} group={group} onChanged={() => void list.load()} />
              ))}
            </ul>
          ) : (
            <p>{words.noGroups}</p>
          )
        }
      </WhenLoaded>
    </Section>
  );
}

function GroupCard({ group, onChanged }: { readonly group: Group; readonly onChanged: () => void }): JSX.Element {
  const form = useMemo(() => new FormModel(), []);
  const asking = useSignal(false);
  const renaming = useSignal(false);
  const name = useSignal(group.name);
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    const changed = await form.run(async () => void (await work()));
    if (changed) onChanged();
    return changed;
  };
  return (
    <li class="group">
      <header class="group-head">
        <h3 dir="auto">{group.name}</h3>
        <span class="aside">{words.members(group.members.length)}</span>
        <span class="group-acts">
          <button type="button" class="act" aria-expanded={renaming.value} onClick={() => (renaming.value = !renaming.value)}>
            {words.rename}
          </button>
          <button type="button" class="act" onClick={() => (asking.value = true)}>
            {words.removeGroup}
          </button>
        </span>
      </header>
      {asking.value && (
        <Confirm
          question={words.removeGroupAsk(group.name)}
          yes={words.removeGroup}
          onYes={() => void change(() => removeGroup(group.id))}
          onNo={() => (asking.value = false)}
        />
      )}
      {renaming.value && (
        <Form
          model={form}
          submit={strings.forms.save}
          quiet
          onSubmit={() => void change(() => renameGroup(group.id, name.value.trim())).then((done) => done && (renaming.value = false))}
        >
          <Field label={words.groupName} maxLength={100} value={name} autoFocus />
        </Form>
      )}
      {group.members.length > 0 ? (
        <ul class="rows">
          {group.members.map((member) => (
            <li class="row" key={member.id}>
              <Face person={personOf(member)} />
              <p class="row-main">
                <b dir="auto">{member.name}</b>
                {member.affiliation && (
                  <span class="row-note" dir="auto">
                    {member.affiliation}
                  </span>
                )}
              </p>
              <button
                type="button"
                class="button small"
                aria-label={words.removeMemberLabel(member.name, group.name)}
                onClick={() => void change(() => removeMember(group.id, member.id))}
              >
                {words.removeMember}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="aside">{words.noMembers}</p>
      )}
      <PersonPicker
        label={words.addMember}
        groups={false}
        find={findPeople}
        taken={new Set(group.members.map(({ id }) => id))}
        onPick={({ id }) => void change(() => addMember(group.id, id))}
      />
      {!renaming.value && <Outcome model={form} />}
    </li>
  );
}
