// A receiver of HL7 v2 over MLLP, by one of three libraries: hl7_receiver.mjs NAME PORT.
// Says {"ready": true} when it listens, then a line of JSON for each message as it understood it:
// `raw`, the message written out again by the library, and `control`, what it found in MSH-10.
import { createRequire } from 'node:module';
import { Hl7Server } from '@medplum/hl7';
import { Server } from 'node-hl7-server';

const [name, port] = [process.argv[2], Number(process.argv[3])];
const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);

const receivers = {
  medplum() {
    const server = new Hl7Server((connection) => {
      connection.addEventListener('message', ({ message }) => {
        say({ raw: message.toString(), control: message.getSegment('MSH').getField(10).toString() });
        connection.send(message.buildAck());
      });
    });
    server.start(port, 'utf-8');
  },
  simple() {
    const server = createRequire(import.meta.url)('simple-hl7').tcp();
    server.use((request, response, next) => {
      const header = request.msg.header;
      say({ raw: request.msg.toString(), control: header.getField(8).toString() });
      next();
    });
    server.use((request, response) => response.end());
    server.start(port);
  },
  nodehl7() {
    new Server().createInbound({ port }, async (request, response) => {
      const message = request.getMessage();
      say({ raw: message.toString(), control: message.get('MSH.10').toString() });
      await response.sendResponse('AA');
    });
  },
};

receivers[name]();
say({ ready: true });
