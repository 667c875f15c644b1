/**
 * Reads an app of a Kintone through Cybozu's own client with an OAuth token.
 *
 * Standard input: {"baseUrl", "token", "app", "record", "query", "fields", "condition"} as JSON.
 * Standard output: one JSON object with what the client gave for each call.
 */
import { KintoneRestAPIClient } from "@kintone/rest-api-client";
import { json } from "node:stream/consumers";

const { baseUrl, token, app, record, query, fields, condition } = await json(process.stdin);
const client = new KintoneRestAPIClient({ baseUrl, auth: { oAuthToken: token } });

/** What the client makes of a refusal. */
async function refusal(call) {
  try {
    await call();
    return null;
  } catch ({ status, code, errors }) {
    return { status, code, errors: errors ?? null };
  }
}

const read = {
  records: await client.record.getRecords({ app, query, fields, totalCount: true }),
  // Longer than 4,096 characters, so that the client sends it as POST with the override header.
  longQuery: await client.record.getRecords({ app, query: `$id in (${Array(900).fill(`"${record}"`)})` }),
  allRecords: await client.record.getAllRecordsWithId({ app, condition }),
  record: await client.record.getRecord({ app, id: record }),
  app: await client.app.getApp({ id: app }),
  apps: await client.app.getApps({ limit: 100, offset: 0 }),
  fields: await client.app.getFormFields({ app }),
  layout: await client.app.getFormLayout({ app }),
  views: await client.app.getViews({ app }),
  settings: await client.app.getAppSettings({ app }),
  status: await client.app.getProcessManagement({ app }),
  missingRecord: await refusal(() => client.record.getRecord({ app, id: 2_000_000_000 })),
  wrongQuery: await refusal(() => client.record.getRecords({ app, query: "order order" })),
  cursor: await refusal(() => client.record.createCursor({ app })),
};

process.stdout.write(JSON.stringify(read));
