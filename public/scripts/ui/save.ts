/** A file that was made or received here. */
interface NamedFile {
  name: string;
  contents: Blob;
}

/** Browsers have taken the file by then. */
const FORGET_AFTER_MS = 60_000;

/** Puts a file among the browser's downloads. */
export const save = ({ name, contents }: NamedFile): void => {
  const url = URL.createObjectURL(contents);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FORGET_AFTER_MS);
};
