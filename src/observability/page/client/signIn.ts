import { byId } from './elements.js';
import { mayRead } from './LiveConnection.js';

/** Shows the form until the right token is entered; the server then sets a cookie. */
export function askForToken(signedIn: () => void): void {
  const form = byId('sign-in').querySelector('form');
  const input = byId('token', HTMLInputElement);
  const error = byId('sign-in-error');
  byId('live').hidden = true;
  byId('sign-in').hidden = false;
  input.focus();
  if (form === null) return;
  form.onsubmit = (event) => {
    event.preventDefault();
    error.textContent = '';
    mayRead(input.value).then(
      (allowed) => {
        if (!allowed) {
          error.textContent = 'The token is wrong.';
          return;
        }
        input.value = '';
        byId('sign-in').hidden = true;
        signedIn();
      },
      () => (error.textContent = 'The tagger does not answer. Try again in a moment.'),
    );
  };
}
