/** Usual names that are no code of ISO 4217, in upper case; `$` may be any of several. */
const MEANT = new Map([
	['RMB', 'CNY'],
	['UKP', 'GBP'],
	['STG', 'GBP'],
	['YEN', 'JPY'],
	['NTD', 'TWD'],
	['EURO', 'EUR'],
	['EUROS', 'EUR'],
	['€', 'EUR'],
	['£', 'GBP'],
]);

/** The currency that a text that is no code probably means: GBP for UKP. */
export function currencyMeant(text: string): string | undefined {
	return MEANT.get(text);
}
