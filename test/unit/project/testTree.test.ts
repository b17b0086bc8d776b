import { dirname, join, normalize } from 'node:path';

import { textOf, tracked } from '../../support/project';

const NODES = 'nodes/Ometria/';
const UNIT = 'test/unit/';

/** Tests of a room as a whole, or of what several of its modules share. */
const OF_MANY_MODULES = [
	'formats/mapping',
	'formats/productModel',
	'push/fairness',
	'push/invariants',
	'push/itemWork',
	'pushErrors/answerWork',
	'records/longTexts',
];

/** The test of each module, or of each in a folder, that has none of its name. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {
	'Ometria.node': 'engine/push',
	'OmetriaTrigger.node': 'engine/trigger',
	'formats/settings': 'engine/formatSettings',
	'formats/types': 'unit/records/rules',
	'formats/magento2/': 'unit/formats/magento2/order',
	'formats/shared/': 'unit/formats/shared/envelope',
	'formats/shared/ids': 'unit/formats/shared/values',
	'formats/shared/shopRecords': 'unit/formats/magento2/customer',
	'formats/shared/statuses': 'unit/formats/shared/values',
	'formats/shared/totals': 'unit/formats/magento2/order.amounts',
	'formats/shopify/': 'unit/formats/shopify/order',
	'formats/shopify/consent': 'unit/formats/shopify/customer',
	'formats/shopify/read': 'unit/formats/shopify/index.silence',
	'formats/shopify/stock': 'unit/formats/shopify/product',
	'formats/table/': 'unit/formats/table/convert.contact',
	'formats/table/productIds': 'unit/formats/table/convert.product',
	'formats/table/wooExport': 'unit/formats/table/convert.product',
	'formats/wooCommerce/': 'unit/formats/wooCommerce/order',
	'formats/wooCommerce/html': 'unit/formats/wooCommerce/product',
	'methods/': 'engine/reads',
	'methods/resourceMapping': 'engine/mapping',
	'n8n/errorItem': 'unit/push/output',
	'n8n/plainText': 'engine/threats',
	'operations/agentTool': 'e2e/tool',
	'operations/contactPlace': 'engine/push',
	'operations/get': 'engine/reads',
	'operations/getMany': 'engine/reads',
	'operations/groupAsSaved': 'engine/groupAsExpression',
	'operations/itemExpression': 'engine/mapping',
	'operations/operation': 'engine/reads',
	'operations/parameters': 'unit/resources/pushError/readFilter',
	'operations/plainExpression': 'engine/plainExpression',
	'operations/postOnce': 'engine/sends',
	'operations/push/': 'engine/push',
	'operations/push/assistantHints': 'e2e/assistants',
	'operations/push/contactUpdate': 'engine/contactUpdates',
	'operations/push/customFields': 'engine/customFields',
	'operations/push/emptyExpressions': 'engine/emptyExpressions',
	'operations/push/formatSettings': 'engine/formatSettings',
	'operations/push/formatted': 'engine/pushFormats',
	'operations/push/mapped': 'engine/mapping',
	'operations/push/options': 'engine/settingsByItem',
	'operations/push/segmentIds': 'engine/contactUpdates',
	'operations/readProperties': 'engine/reads',
	'operations/runPerItem': 'engine/itemWork',
	'operations/savedParameters': 'engine/groupAsExpression',
	'push/nodeFailure': 'unit/push/fairness',
	'push/outcome': 'unit/push/output',
	'push/recordSource': 'unit/push/preparedRecords',
	'push/run': 'engine/push',
	'push/sharedIds': 'unit/push/preparedRecords',
	'push/summary': 'unit/push/messages',
	'pushErrors/toItem': 'unit/pushErrors/pushError',
	'records/': 'unit/records/check',
	'records/columns': 'unit/records/synonyms',
	'records/consentNames': 'unit/records/consent',
	'records/consentWords': 'unit/records/consent',
	'records/nearest': 'unit/records/unknownFields',
	'records/rules/': 'unit/records/rules',
	'resources/': 'engine/reads',
	'resources/contact/setMarketingConsent': 'engine/contactUpdates',
	'resources/profile/activity': 'engine/profileActivity',
	'resources/profile/getActivity': 'engine/profileActivity',
	'resources/profile/merge': 'engine/sends',
	'resources/pushError/': 'engine/pushErrorGetMany',
	'resources/segment/changeContacts': 'engine/contactUpdates',
	'resources/transactionalEmail/': 'engine/sends',
	'transport/httpOutcome': 'unit/transport/classify',
	'transport/n8nHttp': 'engine/n8nFailures',
	'transport/outage': 'unit/push/send.outage',
	'transport/session': 'unit/transport/rateLimiter',
	'trigger/': 'unit/trigger/pollChanges.histories',
	'trigger/collection': 'unit/trigger/segmentReading',
	'trigger/memberIds': 'unit/trigger/segmentReading',
	'trigger/pushErrorIdentity': 'unit/trigger/pushErrorCursor',
	'utils/attempt': 'engine/contactUpdates',
	'utils/idMap': 'unit/push/preparedRecords',
	'utils/fingerprint': 'unit/trigger/changeReading',
	'utils/locator': 'engine/reads',
};

const modules = tracked(`${NODES}*.ts`).map((path) => path.slice(NODES.length, -'.ts'.length));
const tests = tracked(`${UNIT}*.test.ts`).map((path) =>
	path.slice(UNIT.length, -'.test.ts'.length),
);

/** The module that a test is named after: `push/send` for `push/send` and `push/send.limiter`. */
const named = (test: string) => (modules.includes(test) ? test : test.replace(/\.[^./]+$/, ''));

const mirrored = new Set(tests.map(named));

/** Whether a module does something: lists, types and texts have no test of their own. */
const doesSomething = (module: string) =>
	/=>|\bfunction\b|\bclass\b/.test(textOf(`${NODES}${module}.ts`));

/** The entry for a module: its own, or the one of the nearest folder. */
function entryOf(module: string): string | undefined {
	const keys = Object.keys(TESTED_ELSEWHERE).filter(
		(key) => key === module || (key.endsWith('/') && module.startsWith(key)),
	);
	return keys.sort((a, b) => b.length - a.length)[0];
}

const elsewhere = modules.filter((module) => doesSomething(module) && !mirrored.has(module));

/** All files that a file imports, directly or not. */
function importsOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
	if (seen.has(path)) return seen;
	seen.add(path);
	for (const [, from] of textOf(path).matchAll(/from '(\.{1,2}(?:\/[^']*)?)'/g)) {
		const base = normalize(join(dirname(path), from));
		const file = [`${base}.ts`, `${base}/index.ts`].find((name) => sources.has(name));
		if (file) importsOf(file, seen);
	}
	return seen;
}
const sources = new Set(tracked('**/*.ts'));

test('a unit test stands where its module stands, and has its name', () => {
	const strangers = tests.filter(
		(name) =>
			!/^(project|sandbox|checker)\/|^credential$/.test(name) &&
			!OF_MANY_MODULES.includes(name) &&
			!modules.includes(named(name)) &&
			!sources.has(`${name}.ts`),
	);
	expect(strangers).toEqual([]);
	expect(OF_MANY_MODULES.filter((name) => !tests.includes(name))).toEqual([]);
});

test('a module without a test of its name is tested by one that is named here', () => {
	expect(elsewhere.filter((module) => entryOf(module) === undefined)).toEqual([]);
});

test('each test that is named here is there, and imports the module that it is to test', () => {
	const wrong = elsewhere.filter((module) => {
		const path = `test/${TESTED_ELSEWHERE[entryOf(module) ?? '']}.test.ts`;
		if (!sources.has(path)) return true;
		// The engine tests run dist/, which has all modules.
		return path.startsWith(UNIT) && !importsOf(path).has(`${NODES}${module}.ts`);
	});
	expect(wrong).toEqual([]);
});

test('nothing is named here that has a test of its name, or is gone', () => {
	const used = new Set(elsewhere.map(entryOf));
	expect(Object.keys(TESTED_ELSEWHERE).filter((key) => !used.has(key))).toEqual([]);
});
