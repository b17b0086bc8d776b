import { z } from 'zod';

import { counted } from '../utils/text';

/** How long a warning waits for an item before it becomes a separate one, ms. */
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * What the user should know though nothing failed. It becomes the `warning` of the next item, as
 * nobody sees the log of a workflow in production.
 */
const NOTICES = {
	/** The error list. */
	missed: (what: string) =>
		`All ${what} errors that Ometria lists are new, so some may have been missed: poll more often`,
	undecided: (_what: string, count: number) =>
		`${counted(count, 'push error was', 'push errors were')} left out because a field that the filters use is missing`,
	alike: () =>
		'The list of push errors is full, and some of its errors look alike, so further ones like them cannot be noticed',
	/** Lists of changes, and of members. */
	noPages: (what: string) =>
		`Ometria gave the same ${what} again instead of the next page, so there may be more that were not read`,
	cut: (what: string) =>
		`Ometria does not give ${what} beyond a certain number, so there may be more that were not read`,
	moved: (what: string) =>
		`The list of ${what} changed faster than it could be read, so some may have been missed`,
	clockAhead: () =>
		"Ometria's answer was dated later than n8n's clock, so n8n's clock was used. If this comes again, check the clock of the machine that runs n8n",
	clockBehind: () =>
		"Ometria's answer was dated more than a day before n8n's clock, so its date was not used. If this comes again, check the clock of the machine that runs n8n",
	position: (what: string) =>
		`The stored position of the trigger was not a time in the past, so it goes on from ${what}. Changes before that may have been missed`,
	/** Beginning again. */
	unreadable: (what: string) =>
		`The stored position of the trigger cannot be read, so it begins again. It does not report ${what} since the last poll`,
	account: (what: string) =>
		`The credential or its access token is not the same as before, so the trigger begins again. It does not report ${what} from before that`,
	segment: (what: string) =>
		`Another segment was chosen, so the trigger begins again. It does not report ${what} from before that`,
	event: (what: string) =>
		`Another event was chosen, so the trigger begins again. It does not report ${what} from before that`,
	inactive: (what: string) =>
		`The trigger had stored nothing for more than 30 days when it was activated, so it begins again. It does not report ${what} from before that`,
} as const;

export type NoticeKey = keyof typeof NOTICES;

/**
 * Notes something that the user should know.
 *
 * @param what the words that the text needs
 * @param count how many
 */
export type Warn = (key: NoticeKey, what?: string, count?: number) => void;

const noticeSchema = z.object({
	key: z.string(),
	what: z.string(),
	count: z.number(),
	/** When it was first noted, ms. */
	atMs: z.number(),
});
export const noticesSchema = z.array(noticeSchema);
export type Notice = z.infer<typeof noticeSchema>;

function textOf({ key, what, count }: Notice): string | undefined {
	return Object.hasOwn(NOTICES, key) ? NOTICES[key as NoticeKey](what, count) : undefined;
}

/** What waits to be said. */
export class Notices {
	private readonly waiting: Notice[];

	constructor(
		waiting: readonly Notice[],
		private readonly nowMs: number,
		private readonly log: (text: string) => void,
	) {
		this.waiting = waiting.map((notice) => ({ ...notice }));
	}

	/** The same again is counted, not said twice. */
	readonly add: Warn = (key, what = '', count = 1) => {
		const noted = { key, what, count, atMs: this.nowMs };
		const text = textOf(noted);
		if (text !== undefined) this.log(`Ometria Trigger: ${text}`);
		const same = this.waiting.find((notice) => notice.key === key && notice.what === what);
		if (same) same.count += count;
		else this.waiting.push(noted);
	};

	/** Whether something has waited long enough to become a separate item. */
	get isOverdue(): boolean {
		// A clock that was ahead is not a reason to wait.
		return this.waiting.some(({ atMs }) => Math.abs(this.nowMs - atMs) >= LONGEST_WAIT_MS);
	}

	/** Everything that waits, as one text, which is then said; undefined when nothing does. */
	take(): string | undefined {
		const texts = this.waiting.splice(0).flatMap((notice) => textOf(notice) ?? []);
		return texts.length > 0 ? texts.join('. ') : undefined;
	}

	left(): Notice[] {
		return this.waiting.map((notice) => ({ ...notice }));
	}
}
