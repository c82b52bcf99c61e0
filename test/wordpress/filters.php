<?php
/**
 * What a site's own code does, for the tests: it answers for the session "filtered".
 */

add_filter(
	'ot_elements_credentials',
	function ( $credentials, $session_id ) {
		if ( 'refused' === $session_id ) {
			return new WP_Error( 'refused', 'Not for you.', array( 'status' => 403 ) );
		}
		return 'filtered' === $session_id ? array( 'sessionId' => 'of the filter', 'token' => 'data=Ann' ) : $credentials;
	},
	10,
	2
);

add_filter(
	'ot_elements_count',
	function ( $count, $session_id ) {
		return 'filtered' === $session_id ? 42 : $count;
	},
	10,
	2
);
