
"use strict";
// What every part of the script uses. All files of the script are one script, in the order of html.py.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};
const clean = text => text.replace(/\s+/g, " ").trim();
const facts = JSON.parse($("#facts").textContent);
