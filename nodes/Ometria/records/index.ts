export { checkRecord } from './check';
export type {
	Checked,
	Finding,
	JsonRecord,
	RecordRules,
	RecordType,
	UnknownFields,
	Validation,
} from './types';
