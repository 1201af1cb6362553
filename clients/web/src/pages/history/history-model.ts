import { batch, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { documentInfo } from '../../api/documents.ts';
import { ApiError } from '../../api/failure.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { HistoryApi, kFileFormats } from '../../api/history.ts';
import { Cast } from '../../history/cast.ts';
import type { Figure } from '../../history/cast.ts';
import { readDifference } from '../../history/changes.ts';
import { kStart, readPlace, searchOf } from '../../history/place.ts';
import type { Place } from '../../history/place.ts';
import { sessionBeside } from '../../history/timeline.ts';
import type { Blame, Difference, HistoryFacts, Landmark } from '../../history/types.ts';
import { ViewLoader } from '../../history/view-loader.ts';
import { historyWords } from '../../words/history.ts';
import type { NoticeContent } from '../../ui/notice.tsx';
import type { HistoryView, Phase, Shown } from '../../ui/history/views.ts';
import { isStatus } from '../form-model.ts';
import { sentenceOf } from '../../ui/failures.ts';
import { rightsAsKept, rightsTo } from '../rights.ts';
import type { Rights } from '../rights.ts';
import { knowMe } from '../whoami.ts';
import { ChangesModel } from './changes-model.ts';
import { PlayerModel } from './player-model.ts';
import { TimelineModel } from './timeline-model.ts';

/** While one scrubs, the address follows this slowly: browsers refuse to change it more often. */
const kAddressDelay = 180;
/** A view that stands this long is being looked at: then its shares are fetched. */
const kSettled = 250;
/** Whether something new was written is asked this often. */
const kLookForNewer = 30_000;

/** The page of a document's history: follows its address, fetches the view that the address names, and holds it. */
export class HistoryModel implements HistoryView {
  readonly api: HistoryApi;
  readonly document: string;
  readonly cast = new Cast(historyWords.unnamed);
  readonly timeline: TimelineModel;
  readonly changes: ChangesModel = new ChangesModel(this);
  readonly player: PlayerModel = new PlayerModel(this);
  readonly phase: Signal<Phase> = signal<Phase>({ kind: 'opening' });
  readonly title = signal('');
  readonly rights: Signal<Rights | null> = signal<Rights | null>(null);
  readonly facts: Signal<HistoryFacts | null> = signal<HistoryFacts | null>(null);
  readonly place: Signal<Place> = signal(kStart);
  readonly shown: Signal<Shown | null> = signal<Shown | null>(null);
  readonly blame: Signal<Blame | null> = signal<Blame | null>(null);
  readonly busy = signal(false);
  readonly problem = signal('');
  readonly newer = signal(0);
  readonly notice: Signal<NoticeContent | null> = signal<NoticeContent | null>(null);

  readonly #loader: ViewLoader<Difference>;
  #closed = false;
  #addressTimer: ReturnType<typeof setTimeout> | undefined;
  #settledTimer: ReturnType<typeof setTimeout> | undefined;
  #blaming = new AbortController();
  readonly #cleanup: (() => void)[] = [];

  constructor(document: string) {
    this.document = document;
    this.api = new HistoryApi(document);
    this.timeline = new TimelineModel(this.api, this.cast);
    this.#loader = new ViewLoader<Difference>({
      fetch: (from, to, abort) => this.api.difference(from, to, abort),
      now: () => performance.now(),
      shown: ({ view }) => this.#arrived(view),
      busy: (busy) => (this.busy.value = busy),
      failed: (error) => this.#failed(error),
    });
  }

  // ---- opening and closing

  async open(): Promise<void> {
    const who = await knowMe();
    const answer = await rightsTo(this.document, who);
    if (this.#closed) return;
    if (answer === 'none') return this.#is({ kind: 'missing' });
    this.rights.value = answer === 'unreachable' ? rightsAsKept(this.document, who) : answer;
    documentInfo(this.document).then(({ title }) => (this.title.value = title), ignoreRefusal);
    if (answer !== 'unreachable' && !answer.may('read_history')) return this.#is({ kind: 'forbidden' });
    try {
      this.facts.value = await this.api.facts();
    } catch (error) {
      return this.#cannotOpen(error);
    }
    if (this.#closed) return;
    if (this.facts.value.text === false) return this.#is({ kind: 'not-text' });
    this.#listen();
    this.place.value = readPlace(location.search);
    this.phase.value = { kind: 'open' };
    this.#follow(true);
  }

  close(): void {
    this.#closed = true;
    this.player.pause();
    this.#loader.close();
    this.#blaming.abort();
    clearTimeout(this.#addressTimer);
    clearTimeout(this.#settledTimer);
    for (const work of this.#cleanup.splice(0)) work();
  }

  #is(phase: Phase): void {
    this.phase.value = phase;
  }

  #cannotOpen(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    const { failure } = error;
    if (isStatus(failure, 404)) this.#is({ kind: 'missing' });
    else if (isStatus(failure, 403)) this.#is({ kind: 'forbidden' });
    else if (isStatus(failure, 409)) this.#is({ kind: 'not-text' });
    else this.#is({ kind: 'failed', message: explained(failure) });
  }

  #listen(): void {
    const listen = (target: EventTarget, type: string, work: () => void): void => {
      target.addEventListener(type, work);
      this.#cleanup.push(() => target.removeEventListener(type, work));
    };
    listen(window, 'popstate', () => {
      const before = this.place.value;
      this.place.value = readPlace(location.search);
      this.changes.preview.value = null;
      this.player.pause();
      this.#follow(before.by !== this.place.value.by || before.group !== this.place.value.group);
    });
    listen(window, 'online', () => this.retry());
    listen(window, 'offline', () => (this.problem.value = historyWords.states.offline));
    const timer = setInterval(() => void this.#lookForNewer(), kLookForNewer);
    this.#cleanup.push(() => clearInterval(timer));
  }

  // ---- where we are

  get head(): number {
    return this.facts.value?.head ?? 0;
  }

  /** The version that is asked for. */
  get version(): number {
    return Math.min(this.place.value.to ?? this.head, this.head);
  }

  /** `how`: a choice can be taken back by the browser's "back"; going along is not a choice. */
  go(change: Partial<Place>, how: 'choice' | 'along' = 'choice'): void {
    const before = this.place.value;
    const place: Place = { ...before, ...change };
    const moved = place.from !== before.from || place.to !== before.to;
    if (moved && change.change === undefined) Object.assign(place, { change: null });
    batch(() => {
      this.place.value = place;
      if (moved) this.changes.preview.value = null;
    });
    clearTimeout(this.#addressTimer);
    const write = (): void => history.replaceState(history.state, '', this.address(place));
    if (how === 'choice') history.pushState(null, '', this.address(place));
    else this.#addressTimer = setTimeout(write, kAddressDelay);
    this.#follow(place.by !== before.by || place.group !== before.group);
  }

  /** The address of a place on this site. */
  address(place: Place): string {
    return `/d/${encodeURIComponent(this.document)}/history${searchOf(place)}`;
  }

  /** To exactly this view, also when the paper has changed. */
  get permanentLink(): string {
    return location.origin + this.address({ ...this.place.value, to: this.version });
  }

  files(): ReturnType<HistoryView['files']> {
    return kFileFormats.map((format) => ({ format, address: this.api.fileOf(this.version, format) }));
  }

  async goToDay(day: string): Promise<boolean> {
    const lastInstantBefore = new Date(Date.parse(`${day}T00:00:00.000Z`) - 1).toISOString();
    try {
      const [from, to] = await Promise.all([this.api.versionAt(lastInstantBefore), this.api.versionAt(`${day}T23:59:59.999Z`)]);
      this.go({ from, to });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.say({ text: sentenceOf(error.failure) });
      return false;
    }
  }

  /** Loads the view that the place names. */
  #follow(otherPeople: boolean): void {
    if (otherPeople || (this.timeline.now.value === null && !this.timeline.problem.value)) void this.timeline.load(this.place.value);
    const { to } = this.place.value;
    if (to !== null && to > this.head) {
      this.say({ text: historyWords.states.noSuchVersion });
      this.place.value = { ...this.place.value, to: null };
    }
    const version = this.version;
    const from = Math.min(this.place.value.from ?? version, version);
    const { difference } = this.shown.value ?? {};
    if (difference?.from.version === from && difference.to.version === version && !this.problem.value) {
      this.#loader.close(); // a view that is under way is not wanted any more
      this.busy.value = false;
      this.changes.reselect();
      return;
    }
    this.#loader.show(from, version);
  }

  retry(): void {
    this.problem.value = '';
    if (this.timeline.problem.value) void this.timeline.loadAgain();
    this.#follow(false);
    void this.#lookForNewer();
  }

  #arrived(difference: Difference): void {
    const people = this.cast.meet(difference.authors);
    const compares = this.place.value.from !== null && difference.from.version < difference.to.version;
    batch(() => {
      this.problem.value = '';
      this.shown.value = { difference, compares, reading: readDifference(difference.pieces), people };
    });
    this.changes.reselect();
    this.#settleSoon();
  }

  #failed(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    const { failure } = error;
    this.player.pause();
    if (isStatus(failure, 403) || isStatus(failure, 404) || isStatus(failure, 409)) this.#cannotOpen(error);
    else this.problem.value = explained(failure);
  }

  /** Once a view stands still, fetches the shares of its authors, and the views that may be wanted next. */
  #settleSoon(): void {
    clearTimeout(this.#settledTimer);
    this.#settledTimer = setTimeout(() => {
      const { difference } = this.shown.value ?? {};
      if (!difference || this.#closed) return;
      void this.#askShares(difference.to.version);
      this.#loader.expect(this.#likely(difference.from.version, difference.to.version));
    }, kSettled);
  }

  #likely(from: number, to: number): readonly (readonly [number, number])[] {
    const { sessions } = this.timeline.now.value ?? { sessions: [] };
    const asked = this.place.value.from;
    const beside = ([1, -1] as const).map((step) => sessionBeside(sessions, asked, to, step)).filter((session) => session !== null);
    const along = [to - 1, to + 1, to - 2, to + 2].filter((version) => version >= 0 && version <= this.head);
    const start = (version: number): number => (asked !== null && from < version ? from : version);
    return [...beside.map((session) => [session.from, session.to] as const), ...along.map((version) => [start(version), version] as const)];
  }

  async #askShares(version: number): Promise<void> {
    if (this.blame.value?.version === version) return;
    this.#blaming.abort();
    const abort = (this.#blaming = new AbortController());
    try {
      const blame = await this.api.blame(version, null, abort.signal);
      if (!abort.signal.aborted) this.blame.value = blame;
    } catch (error) {
      if (!abort.signal.aborted && !(error instanceof ApiError)) throw error; // the legend does without
    }
  }

  async #lookForNewer(): Promise<void> {
    if (document.hidden) return;
    try {
      this.newer.value = Math.max(0, (await this.api.facts()).head - this.head);
    } catch (error) {
      ignoreRefusal(error);
    }
  }

  /** The paper has changed, by us or by others: shows its newest version (or the requested one). */
  async refresh(change: Partial<Place>): Promise<void> {
    try {
      this.facts.value = await this.api.facts();
    } catch (error) {
      ignoreRefusal(error);
    }
    this.newer.value = 0;
    this.go(change);
    await this.timeline.loadAgain();
  }

  say(notice: NoticeContent | null): void {
    this.notice.value = notice;
  }

  // ---- whose work

  /** Whether the work of an author is looked at; other work is faded. */
  shows(figure: Figure | undefined): boolean {
    const { by, group, faded, colours } = this.place.value;
    if (!figure) return true;
    if (by !== null && figure.id !== by) return false;
    if (group !== null && !figure.groups.includes(group)) return false;
    if (colours === 'people') return !faded.includes(figure.id);
    return figure.groups.length === 0 || !figure.groups.every((name) => faded.includes(name));
  }

  // ---- names of versions

  milestoneAt(version: number): Landmark | null {
    return this.timeline.now.value?.landmarks.find((landmark) => landmark.kind === 'milestone' && landmark.version === version) ?? null;
  }

  /** "Version 2 (version 57)", or "version 57". */
  nameOf(version: number): string {
    const name = this.milestoneAt(version)?.name;
    return name ? historyWords.banner.named(name, version) : historyWords.version(version);
  }
}

/** For answers that the page can do without. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}

const explained = (failure: ApiFailure): string =>
  failure.kind === 'unreachable' ? historyWords.states.unreachable : sentenceOf(failure);
