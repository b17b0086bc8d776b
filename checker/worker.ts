import { counted } from '../nodes/Ometria/utils/text';
import { usageProblem } from '../sandbox/usage';
import {
	check,
	type CheckCounts,
	type CheckedRecord,
	type CheckedRecords,
	type Verdict,
} from './check';
import { type Form, form } from './form';
import { decode, readInput } from './input';
import { type Choices, readRules } from './settings';

/** What the page asks for. */
export type Question =
	| { kind: 'form' }
	| { kind: 'check'; given: string | Blob; encoding: string; choices: Choices }
	| { kind: 'list'; verdict: Verdict; start: number; count: number };

/** What it is answered. */
export type Answer =
	| { kind: 'form'; form: Form }
	| { kind: 'progress'; done: number; all: number }
	| {
			kind: 'checked';
			counts: CheckCounts;
			notes: readonly string[];
			causes: readonly string[];
			warnings: string[];
			areRows: boolean;
	  }
	| { kind: 'list'; verdict: Verdict; start: number; records: CheckedRecord[] }
	| { kind: 'problem'; message: string };

declare const self: {
	postMessage(answer: Answer): void;
	onmessage: (event: { data: Question }) => void;
};

let checked: CheckedRecords | undefined;

async function answer(question: Question): Promise<Answer> {
	switch (question.kind) {
		case 'form':
			return { kind: 'form', form: form() };
		case 'list': {
			const { verdict, start, count } = question;
			return { kind: 'list', verdict, start, records: checked?.list(verdict, start, count) ?? [] };
		}
		case 'check': {
			const { given, encoding, choices } = question;
			const rules = readRules(choices, Date.now());
			const text =
				typeof given === 'string'
					? given
					: decode(new Uint8Array(await given.arrayBuffer()), encoding);
			const input = readInput(text);
			const all = input.items.length;
			checked = await check(input, choices, rules, (done) => {
				self.postMessage({ kind: 'progress', done, all });
			});
			const { counts, about, warnings } = checked;
			return {
				kind: 'checked',
				counts,
				notes: about.notes,
				causes: about.causes,
				warnings: warnings.map(({ message, records }) =>
					records > 1 ? `${message} (${counted(records, 'record')})` : message,
				),
				areRows: input.areRows,
			};
		}
	}
}

self.onmessage = ({ data }) => {
	void answer(data)
		.catch((error: unknown): Answer => {
			const problem = usageProblem(error) ?? `The check failed: ${String(error)}`;
			return { kind: 'problem', message: problem };
		})
		.then((said) => self.postMessage(said));
};
