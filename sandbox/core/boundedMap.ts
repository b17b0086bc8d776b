/** The most that is kept of one kind of thing. */
export interface Bounds {
	entries: number;
	bytes: number;
}

/** Values by key, oldest first; the oldest are dropped where a bound would be passed. */
export class BoundedMap<V> {
	private readonly kept = new Map<string, { value: V; bytes: number }>();
	// Kept from call to call: to begin again would pass over all that was deleted before.
	private oldestKeys = this.kept.keys();
	private bytes = 0;
	private added = 0;
	private droppedCount = 0;

	constructor(private readonly bounds: Bounds) {}

	get size(): number {
		return this.kept.size;
	}

	/** How many values were dropped since the last `clear`. */
	get dropped(): number {
		return this.droppedCount;
	}

	get(key: string): V | undefined {
		return this.kept.get(key)?.value;
	}

	/**
	 * Adds a value, or replaces the one with this key, which keeps its place.
	 *
	 * @param bytes what the value is counted as
	 * @returns the values that were dropped for it, itself among them where it passes a bound alone
	 */
	set(key: string, value: V, bytes: number): V[] {
		this.bytes += bytes - (this.kept.get(key)?.bytes ?? 0);
		this.kept.set(key, { value, bytes });
		const dropped: V[] = [];
		while (this.size > this.bounds.entries || this.bytes > this.bounds.bytes) {
			const oldest = this.takeOldest();
			if (oldest === undefined) break;
			dropped.push(oldest);
		}
		this.droppedCount += dropped.length;
		return dropped;
	}

	/** Adds a value under a new key. */
	add(value: V, bytes: number): void {
		this.set(`#${this.added++}`, value, bytes);
	}

	/** Takes away the values that a test is true of; they do not count as dropped. */
	remove(test: (value: V) => boolean): void {
		for (const [key, { value, bytes }] of this.kept) {
			if (!test(value)) continue;
			this.kept.delete(key);
			this.bytes -= bytes;
		}
	}

	values(): V[] {
		return Array.from(this.kept.values(), ({ value }) => value);
	}

	clear(): void {
		this.kept.clear();
		this.oldestKeys = this.kept.keys();
		this.bytes = 0;
		this.droppedCount = 0;
	}

	private takeOldest(): V | undefined {
		const { value: key, done } = this.oldestKeys.next();
		if (done) return undefined;
		const entry = this.kept.get(key);
		this.kept.delete(key);
		this.bytes -= entry?.bytes ?? 0;
		return entry?.value;
	}
}
