// Scales pictures down until they are small enough to be sent.

/** The server accepts messages of up to 1 MB; the difference is reserved for the rest of the message. */
const MAX_BYTES = 900_000;

const SIDES = [1600, 1200, 800, 400];
const QUALITIES = [0.85, 0.7, 0.5];

/** Returns { type, data } with an ArrayBuffer, or throws an Error with a message for the user. */
export async function preparePicture(file) {
  // Scaling would remove the animation.
  if (file.type === "image/gif" && file.size <= MAX_BYTES) {
    return { type: file.type, data: await file.arrayBuffer() };
  }
  const bitmap = await decode(file);
  try {
    // Always draw the picture again, since this also removes the metadata of the camera, such as the location.
    for (const side of SIDES) {
      for (const quality of QUALITIES) {
        const blob = await draw(bitmap, side, quality);
        if (blob && blob.size <= MAX_BYTES) {
          return { type: blob.type, data: await blob.arrayBuffer() };
        }
      }
    }
  } finally {
    bitmap.close();
  }
  throw new Error(`“${file.name}” is too big: it has ${megabytes(file.size)} and could not be made smaller than ${megabytes(MAX_BYTES)}.`);
}

async function decode(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(`“${file.name}” is not a picture that this browser can open.`);
  }
}

function draw(bitmap, side, quality) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  // JPEG has no transparency; without a background, transparent areas would turn black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

function megabytes(bytes) {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
