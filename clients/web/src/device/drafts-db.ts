import type { Ops } from '../text/delta.ts';
import { fold } from '../sync/drafts.ts';
import type { Draft, DraftHead, DraftStore, DraftSummary } from '../sync/drafts.ts';

const kDatabase = 'plenary';
/** A copy without unacknowledged changes is kept this long for reading offline, in milliseconds. */
const kCopyLife = 30 * 24 * 3600 * 1000;

interface StoredStep {
  readonly draft: string;
  readonly ops: Ops;
}

interface StoredContent {
  readonly id: string;
  readonly ops: Ops;
}

/**
 * Drafts in IndexedDB: the head in "heads", the content as it was at some version in "contents", and what came after
 * in "steps", so that a keystroke writes some hundred bytes and not the whole paper.
 */
export class IndexedDbDrafts implements DraftStore {
  readonly survivesReload = true;
  readonly #db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.#db = db;
  }

  static async open(): Promise<IndexedDbDrafts> {
    const request = indexedDB.open(kDatabase, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore('heads', { keyPath: 'id' }).createIndex('document', ['collection', 'document']);
      db.createObjectStore('contents', { keyPath: 'id' });
      db.createObjectStore('steps', { autoIncrement: true }).createIndex('draft', 'draft');
    };
    const db = await resultOf(request);
    db.onversionchange = () => db.close();
    return new IndexedDbDrafts(db);
  }

  list(collection: string, document: string): Promise<readonly DraftSummary[]> {
    const heads = this.#db.transaction('heads').objectStore('heads');
    return resultOf<DraftSummary[]>(heads.index('document').getAll([collection, document]));
  }

  async load(id: string): Promise<Draft | null> {
    const transaction = this.#db.transaction(['heads', 'contents', 'steps']);
    const [head, content, steps] = await Promise.all([
      resultOf<DraftSummary | undefined>(transaction.objectStore('heads').get(id)),
      resultOf<StoredContent | undefined>(transaction.objectStore('contents').get(id)),
      resultOf<StoredStep[]>(transaction.objectStore('steps').index('draft').getAll(id)),
    ]);
    if (!head || !content) return null;
    return { ...head, content: fold(content.ops, steps.map((step) => step.ops)) };
  }

  put(draft: Draft): Promise<void> {
    const { content, ...head } = draft;
    return this.#write((transaction) => {
      this.#dropSteps(transaction, draft.id);
      transaction.objectStore('heads').put(head);
      transaction.objectStore('contents').put({ id: draft.id, ops: content } satisfies StoredContent);
    });
  }

  async advance(id: string, head: DraftHead, step: Ops | null): Promise<void> {
    await this.#write((transaction) => {
      const heads = transaction.objectStore('heads');
      const current = heads.get(id) as IDBRequest<DraftSummary | undefined>;
      current.onsuccess = () => {
        if (!current.result) return transaction.abort();
        const { title, version, pending, changes, savedAt, revision } = head;
        heads.put({ ...current.result, title, version, pending, changes, savedAt, revision });
        if (step) transaction.objectStore('steps').add({ draft: id, ops: step } satisfies StoredStep);
        // Committing here, not when the page next has time, lets a write outlive the page that began it.
        transaction.commit();
      };
    });
  }

  remove(id: string): Promise<void> {
    return this.#write((transaction) => {
      this.#dropSteps(transaction, id);
      transaction.objectStore('heads').delete(id);
      transaction.objectStore('contents').delete(id);
    });
  }

  /** Forgets old copies that hold nothing unacknowledged. */
  async prune(now: number): Promise<void> {
    const heads = this.#db.transaction('heads').objectStore('heads');
    const all = await resultOf<DraftSummary[]>(heads.getAll());
    const old = all.filter((draft) => draft.pending.length === 0 && now - draft.savedAt > kCopyLife);
    for (const draft of old) await this.remove(draft.id);
  }

  #dropSteps(transaction: IDBTransaction, id: string): void {
    const steps = transaction.objectStore('steps');
    const keys = steps.index('draft').getAllKeys(id);
    keys.onsuccess = () => {
      for (const key of keys.result) steps.delete(key);
    };
  }

  #write(work: (transaction: IDBTransaction) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#db.transaction(['heads', 'contents', 'steps'], 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the draft is gone'));
      work(transaction);
    });
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused'));
  });
}
