/** Parts of a large map: growing one map of a million IDs would hold the event loop for 0.1 s. */
const PARTS = 64;

/** A map from IDs to numbers that grows in small steps. */
export class IdMap {
	private readonly parts = Array.from({ length: PARTS }, () => new Map<string, number>());

	get(id: string): number | undefined {
		return this.partOf(id).get(id);
	}

	set(id: string, value: number): void {
		this.partOf(id).set(id, value);
	}

	/** By the end of the ID, where IDs differ most. */
	private partOf(id: string): Map<string, number> {
		const { length } = id;
		const end = id.charCodeAt(length - 1) * 7 + id.charCodeAt(length - 2) * 3 + length;
		return this.parts[end % PARTS] ?? this.parts[0];
	}
}
