import type {
	FormatOperation,
	FormatSettings,
	Gathering,
	ItemReading,
	Json,
	ReadAs,
	RowFields,
} from '../../formats/types';
import { eachFairly, goThrough, type Yielder } from '../../n8n/yielder';
import type { ItemColumns, RecordSource } from '../../push/recordSource';
import type { Finding } from '../../records/findings';
import { attempt } from '../../utils/attempt';

const NO_FINDINGS: readonly Finding[] = [];

/** The items of a push. */
type Items = ReadonlyArray<{ json: Json }>;

/** What is known of the items that were read. */
class TakenItems {
	private readonly taken: ReadAs[] = [];
	/** How many items are of each format. */
	private readonly counts = new Map<string, number>();
	private readonly readAs: ReturnType<ItemReading['begin']>;
	private describe: (() => readonly string[]) | undefined;

	constructor(
		private readonly items: Items,
		private readonly reading: ItemReading,
	) {
		this.readAs = reading.begin();
	}

	/** What an item is read as, found out once. */
	as(item: number, settings: FormatSettings): ReadAs {
		const known = this.taken[item] as ReadAs | undefined;
		if (known) return known;
		const taken = this.readAs(this.items[item].json, settings);
		this.taken[item] = taken;
		if ('format' in taken) this.counts.set(taken.format, (this.counts.get(taken.format) ?? 0) + 1);
		return taken;
	}

	/** What an item was read as; undefined for one that was not. */
	of(item: number): Extract<ReadAs, { format: string }> | undefined {
		const taken = this.taken[item] as ReadAs | undefined;
		return taken && 'format' in taken ? taken : undefined;
	}

	/** The columns of the first item that has any are described. */
	noteColumns(item: number, { describe }: FormatOperation, settings: FormatSettings): void {
		if (!describe || this.describe) return;
		this.describe = () => describe(this.items[item].json, settings);
	}

	notes(): readonly string[] {
		const { counts } = this;
		const { takenText } = this.reading;
		const texts = takenText && counts.size > 0 ? [takenText(counts)] : [];
		// What cannot be converted is its own failure.
		const columns = this.describe && attempt(this.describe);
		return columns && 'value' in columns ? [...texts, ...columns.value] : texts;
	}
}

const NO_FIELDS: RowFields = { fields: new Map(), deciding: [] };
const payloads = new WeakMap<FormatOperation, ItemColumns>();

/** The columns of a row, or where the fields of a payload's records come from. */
function columnsOf(operation: FormatOperation, json: Json, settings: FormatSettings): ItemColumns {
	const { fieldsOf, mapping } = operation;
	if (fieldsOf) {
		const { fields, deciding } = fieldsOf(json, settings) ?? NO_FIELDS;
		return { kind: 'row', cells: json, fields, deciding, readOtherwise: settings.sentOtherwise };
	}
	let columns = payloads.get(operation);
	if (!columns) {
		const names = new Map(mapping.map(({ field, source }) => [field, source]));
		payloads.set(operation, (columns = { kind: 'fields', names, hasValues: false }));
	}
	return columns;
}

/**
 * The records of a push whose items are payloads, rows, or what each is recognised as.
 *
 * @param settingsOf the settings of an item; may throw where they cannot be used
 */
export function formattedRecords(
	items: Items,
	reading: ItemReading,
	settingsOf: (item: number) => FormatSettings,
): RecordSource {
	const taken = new TakenItems(items, reading);
	const gatherings = new Map<FormatOperation, Gathering>();
	/** As read for the gathering: an expression is evaluated once for an item. */
	const gathered: FormatSettings[] = [];
	const gatheringOf = (operation: FormatOperation): Gathering | undefined => {
		const known = gatherings.get(operation);
		const gathering = known ?? operation.gather?.();
		if (gathering && !known) gatherings.set(operation, gathering);
		return gathering;
	};
	return {
		count: items.length,
		...(reading.gathers && {
			begin: async (yielder: Yielder) => {
				const unread: number[] = [];
				await eachFairly(yielder, items.length, (item) => {
					// What is wrong about them is said when the item is read.
					const settings = attempt(() => settingsOf(item));
					const { json } = items[item];
					if (!('value' in settings)) {
						unread.push(item);
						return undefined;
					}
					gathered[item] = settings.value;
					const as = taken.as(item, settings.value);
					if (!('format' in as) || !as.operation) return undefined;
					const steps = gatheringOf(as.operation)?.add(json, settings.value, item);
					return steps && goThrough(yielder, steps);
				});
				for (const gathering of gatherings.values()) {
					await eachFairly(yielder, unread.length, (index) => {
						gathering.addUnread?.(items[unread[index]].json, unread[index]);
					});
				}
			},
		}),
		read: (item) => {
			const settings = gathered[item] ?? settingsOf(item);
			const as = taken.as(item, settings);
			if ('problem' in as) return [{ kind: 'invalid', ...as.problem }];
			const { json } = items[item];
			const { operation } = as;
			if (operation) taken.noteColumns(item, operation, settings);
			if (!operation) return [{ kind: 'record', record: json, warnings: NO_FINDINGS }];
			const gathering = gatherings.get(operation);
			return gathering
				? gathering.convert(json, settings, item)
				: operation.convert(json, settings);
		},
		notes: () => taken.notes(),
		readingOf: (item) => gathered[item] ?? settingsOf(item),
		columnsOf: (item) => {
			const operation = taken.of(item)?.operation;
			return (
				operation && columnsOf(operation, items[item].json, gathered[item] ?? settingsOf(item))
			);
		},
		formatOf: (item) => taken.of(item)?.format,
		mergeOf: (item) => taken.of(item)?.merge,
	};
}
