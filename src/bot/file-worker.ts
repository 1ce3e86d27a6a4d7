import { fileContent } from './file-text.ts';

// A process of its own, started by file-reader.ts for one file, whose bytes it is handed.
process.once('message', (bytes: Uint8Array) => {
  process.send?.(answerTo(bytes), () => process.disconnect());
});

/** What throws here is a bug: it is thrown on in the bot. */
function answerTo(bytes: Uint8Array): ReturnType<typeof fileContent> | Error {
  try {
    return fileContent(bytes);
  } catch (error) {
    return error instanceof Error ? error : new Error('reading a file failed', { cause: error });
  }
}
