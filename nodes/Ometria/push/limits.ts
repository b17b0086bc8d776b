/** Most records that one push may hold. Source: Push endpoint (documented). */
export const MAX_RECORDS_PER_REQUEST = 100;

/**
 * Largest record that Ometria takes, in UTF-8 bytes of its JSON.
 * Source: Data API introduction, "60 KB" (documented). Whether that means 60,000 or 61,440 is not:
 * above the larger it is certain to be refused, between the two it is doubtful.
 */
export const MAX_RECORD_BYTES = 61_440;
export const DOUBTFUL_RECORD_BYTES = 60_000;
