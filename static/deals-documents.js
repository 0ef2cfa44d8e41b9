"use strict";
/* A file that is too large is told of before it is sent, so that nothing typed beside it is lost. */
for (const field of document.querySelectorAll("input[type=file][data-most]")) {
  field.addEventListener("change", () => {
    const is_too_large = [...field.files].some((file) => file.size > Number(field.dataset.most));
    field.setCustomValidity(is_too_large ? field.dataset.tooLarge : "");
    if (is_too_large) field.reportValidity();
  });
}
