// The blocks in the editor. Uses WordPress's `wp` globals, so that no build is needed.
(({blockEditor, blocks, components, element, i18n, serverSideRender: ServerSideRender}, {script, language}) => {
  const {InnerBlocks, InspectorControls, useBlockProps} = blockEditor;
  const {PanelBody, SelectControl, TextControl, ToggleControl} = components;
  const {Fragment, createElement: el, useEffect, useRef} = element;
  const {__} = i18n;

  /** Returns a block's props, and loads the elements in its document: the editor canvas may be an iframe. */
  function useBlockWithElements() {
    const ref = useRef();
    useEffect(() => {
      const {ownerDocument} = ref.current;
      if (ownerDocument.getElementById('ot-elements-js')) return;
      const module = ownerDocument.createElement('script');
      Object.assign(module, {type: 'module', id: 'ot-elements-js', src: script});
      ownerDocument.head.append(module);
    }, []);
    return useBlockProps({ref});
  }

  /** Sidebar fields. Each is `[attribute, label, props]`. */
  function panel({attributes, setAttributes}, fields) {
    const controls = fields.map(([name, label, {options, ...props} = {}]) =>
      el(options ? SelectControl : typeof attributes[name] === 'boolean' ? ToggleControl : TextControl, {
        key: name,
        label,
        value: attributes[name],
        checked: attributes[name],
        onChange: (value) => setAttributes({[name]: value}),
        ...(options && {options}),
        ...props,
      }),
    );
    return el(InspectorControls, null, el(PanelBody, {title: __('Settings', 'ot-elements')}, controls));
  }

  const COUNT = [
    'ot-elements/connection-count',
    {
      fallback: __('Live now', 'ot-elements'),
      // translators: {count} stands for 1
      'text-one': __('{count} person is here', 'ot-elements'),
      // translators: {count} stands for the number
      'text-other': __('{count} people are here', 'ot-elements'),
    },
  ];

  function EditSession(props) {
    const sessionId = props.attributes['session-id'];
    const fields = [
      [
        'session-id',
        __('Session id', 'ot-elements'),
        {help: __('Pages with the same id are in the same session.', 'ot-elements')},
      ],
      [
        'engine',
        __('Where', 'ot-elements'),
        {
          options: [
            {value: '', label: __('Vonage Video or OpenTok', 'ot-elements')},
            {value: 'local', label: __('The tabs of one browser', 'ot-elements')},
          ],
        },
      ],
      [
        'connect-on',
        __('Join', 'ot-elements'),
        {
          options: [
            {value: '', label: __('When the page is opened', 'ot-elements')},
            {value: 'visible', label: __('When it comes into view', 'ot-elements')},
            {value: 'idle', label: __('When the page is loaded and idle', 'ot-elements')},
            {value: 'manual', label: __('When a button says so', 'ot-elements')},
          ],
        },
      ],
      ['id', __('HTML id', 'ot-elements'), {help: __('For counts elsewhere in the page.', 'ot-elements')}],
    ];
    // the preview uses a separate local session, since an editor is not a visitor
    const preview = {engine: 'local', 'session-id': `preview of ${sessionId}`};
    const content = el(InnerBlocks, {template: [COUNT]});
    return el(
      Fragment,
      null,
      panel(props, fields),
      el('div', useBlockWithElements(), el('ot-session', preview, content)),
    );
  }

  // the language alone, since Intl rejects pt-PT-ao90; for unsupported languages, the elements use the forms of English
  const [knownLanguage = 'en'] = Intl.PluralRules.supportedLocalesOf(language.split('-')[0]);
  const CATEGORIES = new Intl.PluralRules(knownLanguage).resolvedOptions().pluralCategories;
  const FORMS = {
    'text-zero': __('If nobody is there', 'ot-elements'),
    'text-one': __('For one', 'ot-elements'),
    'text-two': __('For two', 'ot-elements'),
    'text-few': __('For few', 'ot-elements'),
    'text-many': __('For many', 'ot-elements'),
    'text-other': __('For other numbers', 'ot-elements'),
  };

  function EditCount(props) {
    const {name, attributes} = props;
    const fields = [
      ['fallback', __('Until the number is known', 'ot-elements')],
      // the plural forms of the site's language; text-zero applies in every language
      ...Object.entries(FORMS).filter(
        ([form]) => form === 'text-zero' || CATEGORIES.includes(form.replace('text-', '')),
      ),
      [
        'for',
        __('Session', 'ot-elements'),
        {help: __('The HTML id of a session that is not around this count.', 'ot-elements')},
      ],
      [
        'count',
        __('Who is counted', 'ot-elements'),
        {
          options: [
            {value: '', label: __('Everyone', 'ot-elements')},
            {value: 'others', label: __('The others', 'ot-elements')},
            {value: 'people', label: __('People, by their data', 'ot-elements')},
          ],
        },
      ],
      ['max', __('Highest number to show', 'ot-elements'), {type: 'number', min: 0}],
      ['announce', __('Tell screen readers of changes', 'ot-elements')],
      [
        'src',
        __('Endpoint', 'ot-elements'),
        {help: __('Asked for the number, so that this page need not join the session.', 'ot-elements')},
      ],
    ];
    return el(
      Fragment,
      null,
      panel(props, fields),
      el('div', useBlockWithElements(), el(ServerSideRender, {block: name, attributes})),
    );
  }

  blocks.registerBlockType('ot-elements/session', {edit: EditSession, save: () => el(InnerBlocks.Content)});
  blocks.registerBlockType('ot-elements/connection-count', {edit: EditCount, save: () => null});
})(window.wp, window.otElements);
