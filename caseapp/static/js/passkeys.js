// Passkeys: <div data-passkey="JSON"> holds what the browser is to ask for. It shows its button where passkeys can be had;
// the answer goes into the form's hidden field, and the form is sent. Without this script the code of an app does the same.
"use strict";

(() => {
  const place = document.querySelector("[data-passkey]");
  if (!place || !window.PublicKeyCredential) return;
  const asked = JSON.parse(place.dataset.passkey);
  const form = place.closest("form");
  const button = place.querySelector("[data-passkey-ask]");
  const failed = place.querySelector("[data-passkey-failed]");
  const isNew = "user" in asked;

  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  function options() {
    const publicKey = { ...asked, challenge: bytes(asked.challenge) };
    if (!isNew) return { publicKey: { ...publicKey, allowCredentials: known(asked.allowCredentials) } };
    const user = { ...asked.user, id: bytes(asked.user.id) };
    return { publicKey: { ...publicKey, user, excludeCredentials: known(asked.excludeCredentials) } };
  }

  function answerOf(credential) {
    const { response } = credential;
    const answer = { clientDataJSON: text(response.clientDataJSON) };
    if (isNew) {
      answer.attestationObject = text(response.attestationObject);
      answer.transports = response.getTransports ? response.getTransports() : [];
    } else {
      answer.authenticatorData = text(response.authenticatorData);
      answer.signature = text(response.signature);
      if (response.userHandle) answer.userHandle = text(response.userHandle);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: answer });
  }

  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const credential = await (isNew ? navigator.credentials.create(options()) : navigator.credentials.get(options()));
      form.elements.passkey.value = answerOf(credential);
      form.requestSubmit();
    } catch {
      failed.hidden = false; // nobody touched the key, or it is another one: the page stays as it is
    } finally {
      button.disabled = false;
    }
  });

  place.hidden = false;
  const missing = form.querySelector("[data-passkey-missing]");
  if (missing) missing.hidden = true;
})();
