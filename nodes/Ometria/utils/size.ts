/** Levels that are looked at: what lies deeper counts for nothing. */
const MOST_LEVELS = 100;
/** The shortest value with its comma: `1,`. */
const PER_VALUE = 2;

/** A lower bound of the characters of a value's JSON; it stops above the room that there is. */
export function charactersOf(value: unknown, room: number, level = 0): number {
	if (typeof value === 'string') return value.length + PER_VALUE;
	if (typeof value !== 'object' || value === null || level > MOST_LEVELS) return PER_VALUE;
	let characters = PER_VALUE;
	for (const name in value) {
		if (characters > room) break;
		const entry = (value as Record<string, unknown>)[name];
		characters += name.length + charactersOf(entry, room - characters, level + 1);
	}
	return characters;
}
