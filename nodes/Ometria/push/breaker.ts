import { isObject } from '../utils/json';

/** So many that were refused alike show that the account refuses everything. */
export const ENOUGH_REFUSED = 20;

/** Different words that are counted. */
const MOST_WORDINGS = 1000;

/** What a server may repeat of a record: its texts and numbers, at any depth. */
function* valuesOf(value: unknown): Generator<string> {
	if (typeof value === 'string' && value !== '') yield value;
	else if (typeof value === 'number') yield String(value);
	else if (Array.isArray(value)) for (const element of value) yield* valuesOf(element);
	else if (isObject(value)) for (const member of Object.values(value)) yield* valuesOf(member);
}

const TOKEN = /[^\s"'<>(),;:]+/g;
const FIGURES = /\d+(?:[.,]\d+)*/g;

/**
 * What a refusal says, whichever record it names: without the record's own values where they stand as
 * whole words, emails and figures.
 *
 * @param about the record, or the body of the request
 */
export function wordsOf(refusal: string, about: unknown): string {
	const named = new Set<string>();
	for (const value of valuesOf(about)) if (refusal.includes(value)) named.add(value);
	let words = refusal;
	for (const value of [...named].sort((a, b) => b.length - a.length)) {
		const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		words = words.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu'), '*');
	}
	return words.replace(TOKEN, (token) => (token.includes('@') ? '*' : token)).replace(FIGURES, '*');
}

/**
 * Ends a run for which the account refuses everything: finding each bad record among bad ones costs two
 * requests a record, of a rate that others share.
 */
export class Breaker {
	private readonly counts = new Map<string, number>();
	private anyRefused = false;
	private lastTurn: Promise<void> = Promise.resolve();
	private open: () => void = () => undefined;
	private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

	/** @param anyAccepted whether Ometria has received something before */
	constructor(private anyAccepted = false) {
		if (anyAccepted) this.open();
	}

	/** Whether something was refused, and nothing was accepted so far. */
	get isDoubtful(): boolean {
		return this.anyRefused && !this.anyAccepted;
	}

	/** Something was accepted: from now on a refusal says something of its own record only. */
	accepted(): void {
		this.anyAccepted = true;
		this.counts.clear();
		this.open();
	}

	/** A request of several records was refused. */
	refusedTogether(): void {
		this.anyRefused = true;
	}

	/**
	 * One record was refused alone.
	 *
	 * @param about the record that it is about
	 * @returns whether the account refuses everything
	 */
	refusedAlone(refusal: string, about: unknown): boolean {
		this.anyRefused = true;
		if (this.anyAccepted) return false;
		const words = wordsOf(refusal, about);
		const count = (this.counts.get(words) ?? 0) + 1;
		if (count > 1 || this.counts.size < MOST_WORDINGS) this.counts.set(words, count);
		return count >= ENOUGH_REFUSED;
	}

	/**
	 * Waits until a refused request may be halved: as long as nothing was accepted, one at a time.
	 *
	 * @returns to be called when it is done
	 */
	async turn(): Promise<() => void> {
		const before = this.lastTurn;
		let done: () => void = () => undefined;
		this.lastTurn = new Promise((resolve) => (done = resolve));
		await Promise.race([before, this.opened]);
		return done;
	}
}
