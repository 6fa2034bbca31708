// ESLint for JSON files, with the rules that its plugin recommends.
import json from "@eslint/json";

export default [{ files: ["**/*.json"], language: "json/json", ...json.configs.recommended }];
