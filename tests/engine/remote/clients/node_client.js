// A client of a workflow server in JavaScript, made from the protocol alone.
//
// Arguments: PROTO_ROOT TARGET ROOTS_FILE TOKEN. Needs @grpc/grpc-js and @grpc/proto-loader. Says "ok" at the end;
// whatever is not as it should be ends it with an exception.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [root, target, rootsFile, token] = process.argv.slice(2);
const definition = loader.loadSync('engine/remote/signalbox.proto', {includeDirs: [root], longs: Number, enums: String});
const {WorkflowService} = grpc.loadPackageDefinition(definition).signalbox.v1;
const withToken = grpc.credentials.createFromMetadataGenerator((_, done) => {
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  done(null, metadata);
});
const credentials =
    grpc.credentials.combineChannelCredentials(grpc.credentials.createSsl(fs.readFileSync(rootsFile)), withToken);
const workflows = new WorkflowService(target, credentials);

const ask = (method, request) => new Promise(
    (resolve, reject) => workflows[method](request, (error, reply) => error ? reject(error) : resolve(reply)));

async function main() {
  const {session} = await ask('Statistics', {});
  assert.equal(session.role, 'ROLE_OPERATOR');

  const watch = workflows.Watch({});
  const seen = [];
  const watched = new Promise((resolve, reject) => {
    watch.on('data', batch => {
      seen.push(...(batch.changes || []));
      if (seen.length >= 2) resolve();
    });
    watch.on('error', reject);
  });
  await new Promise(resolve => watch.once('data', resolve));

  const fired = await ask('Fire', {
    id: 'BUG-1',
    trigger: 'Assign',
    argumentsJson: JSON.stringify({assignee: 'joe'}),
    createFrom: {name: 'bug'},
    caller: {requestId: 'node-1'},
  });
  assert.equal(fired.outcome, 'OUTCOME_TRANSITIONED');
  assert.equal(fired.state, 'Assigned');
  await watched;
  assert.deepEqual(seen.map(change => change.seq), [1, 2]);
  watch.on('error', () => {});
  watch.cancel();

  const refused = await ask('Fire', {id: 'BUG-1', trigger: 'Resolve'});
  assert.equal(refused.outcome, 'OUTCOME_REJECTED');
  assert.ok(refused.refusal.permitted.includes('Close'));

  await assert.rejects(
      ask('Fire', {id: 'BUG-1', trigger: 'Close', expectedRevision: 40}), {code: grpc.status.ABORTED});
  await assert.rejects(ask('Terminate', {id: 'BUG-1'}), {code: grpc.status.PERMISSION_DENIED});
  workflows.close();
  console.log('ok');
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
