import { createCanvas } from '@napi-rs/canvas';

const SIZE = 400;
/** Fractions of the circle, largest first, similar to the shares of the hosters. */
const SHARES = [0.42, 0.24, 0.16, 0.1, 0.08];
const COLOURS = ['#3b5bdb', '#0b8f8c', '#e8890c', '#c2255c', '#868e96'];

/** A PNG for an account without a picture: a circle of shares with a question mark in the middle. */
export function drawProfilePicture(): Uint8Array {
  const canvas = createCanvas(SIZE, SIZE);
  const context = canvas.getContext('2d');
  const middle = SIZE / 2;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIZE, SIZE);
  let from = -Math.PI / 2;
  SHARES.forEach((share, index) => {
    const to = from + share * 2 * Math.PI;
    context.beginPath();
    context.moveTo(middle, middle);
    context.arc(middle, middle, middle * 0.86, from, to);
    context.closePath();
    context.fillStyle = COLOURS[index] ?? '#868e96';
    context.fill();
    context.lineWidth = 6;
    context.strokeStyle = '#ffffff';
    context.stroke();
    from = to;
  });
  context.beginPath();
  context.arc(middle, middle, middle * 0.42, 0, 2 * Math.PI);
  context.fillStyle = '#ffffff';
  context.fill();
  // The question mark is drawn with strokes, because a server may have no font.
  context.lineWidth = 22;
  context.lineCap = 'round';
  context.strokeStyle = '#212529';
  context.beginPath();
  context.arc(middle, middle - 22, 32, Math.PI, Math.PI * 2.4);
  context.lineTo(middle, middle + 34);
  context.stroke();
  context.beginPath();
  context.arc(middle, middle + 66, 13, 0, 2 * Math.PI);
  context.fillStyle = '#212529';
  context.fill();
  return canvas.toBuffer('image/png');
}
