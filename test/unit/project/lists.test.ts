import { readFileSync } from 'node:fs';

import { tracked } from '../../support/project';

/** `.join(', ')` and the like, as a message has it; `utils/text.ts` has the one that is bounded. */
const JOIN = /^.*\.join\((['"`])(?:[^'"`]*[,;.] [^'"`]*| or | and |" or ")\1\).*$/gm;

/** What is joined there is the node's own words, or few and short by what stands beside it. */
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
	'nodes/Ometria/formats/auto.ts': [`texts.join(' and ')`],
	'nodes/Ometria/formats/shared/payloadKinds.ts': [`changes.join(' and ')`],
	'nodes/Ometria/formats/shopify/consent.ts': [`STATES.join(', ')`],
	'nodes/Ometria/formats/shopify/product.ts': [`...INACTIVE].join(', ')`],
	'nodes/Ometria/formats/table/plan.ts': [`meanings?.join('" or "')`, `.join('. ')`],
	'nodes/Ometria/operations/parameters.ts': [
		`names.join(', ')`,
		`values.join(', ')`,
		`labels.join(' or ')`,
	],
	'nodes/Ometria/operations/push/assistantHints.ts': [`.join('; ')`],
	'nodes/Ometria/operations/push/properties.ts': [`.join(', ')`],
	'nodes/Ometria/push/messages.ts': [
		`firstFailures.map(failureLine).join('. ')`,
		`notes.join('. ')`,
		`parts.join(', ')`,
		`ends.join(', ')`,
		`].join(', ')`,
	],
	'nodes/Ometria/push/output.ts': [`names.join(', ')`],
	'nodes/Ometria/push/prepare.ts': [`faults.join('. ')`],
	'nodes/Ometria/records/fieldTexts.ts': [`kind.values.join(', ')`],
	'nodes/Ometria/records/kinds/choice.ts': [`values.join(', ')`],
	'nodes/Ometria/records/nationalPhone.ts': [`.sort().join(', ')`],
	'nodes/Ometria/records/rules/headRules.ts': [`words.map((word) => \`"\${word}"\`).join(', ')`],
	'nodes/Ometria/records/rules/payloadRules.ts': [`extras.join(', ')`, `keys.join(' and ')`],
	'nodes/Ometria/records/rules/recordRules.ts': [
		`IDENTIFIERS.contact.join(', ')`,
		`IDENTIFIERS.custom_event.join(', ')`,
		`missing.map((name) => \`"\${name}"\`).join(', no ')`,
	],
	'nodes/Ometria/records/rules/runRules.ts': [`items.slice(0, MOST_ITEMS).join(', ')`],
	'nodes/Ometria/records/rules/tableRules.ts': [
		`labels.map((label) => \`"\${label}"\`).join(' or ')`,
	],
	'nodes/Ometria/records/rules/valueRules.ts': [`values.join(', ')`],
	'nodes/Ometria/resources/pushError/readFilter.ts': [`known.join(', ')`],
	'nodes/Ometria/transport/serverText.ts': [`about.join(', ')`, `...texts.found].join('; ')`],
	'nodes/Ometria/trigger/notices.ts': [`texts.join('. ')`],
};

test('a list of texts from outside goes into a message through `listed` only', () => {
	const found: Record<string, string[]> = {};
	for (const file of tracked('nodes/**/*.ts')) {
		if (file === 'nodes/Ometria/utils/text.ts') continue;
		const lines = readFileSync(file, 'utf8').match(JOIN) ?? [];
		if (lines.length > 0) found[file] = lines.map((line) => line.trim());
	}
	const others = Object.entries(found).flatMap(([file, lines]) =>
		lines
			.filter((line) => !(OWN_WORDS[file] ?? []).some((known) => line.includes(known)))
			.map((line) => `${file}: ${line}`),
	);
	expect(others).toEqual([]);
	const gone = Object.entries(OWN_WORDS).flatMap(([file, known]) =>
		known.filter((words) => !(found[file] ?? []).some((line) => line.includes(words))),
	);
	expect(gone).toEqual([]);
});
