// beside the repository's lock file, it would take the repository for the project
export default {turbopack: {root: import.meta.dirname}};
