<?php
/**
 * Two routes, whose responses filters provide: credentials for a session, and the number of people in it.
 *
 * @package ot-elements
 */

defined( 'ABSPATH' ) || exit;

add_action( 'rest_api_init', 'ot_elements_register_routes' );

function ot_elements_register_routes() {
	foreach ( array( 'credentials', 'count' ) as $route ) {
		register_rest_route(
			'ot-elements/v1',
			"/$route",
			array(
				'methods'             => 'GET',
				'callback'            => "ot_elements_rest_$route",
				'permission_callback' => '__return_true', // visitors have no account; a filter may refuse a request
				'args'                => array(
					'session-id' => array(
						'type'      => 'string',
						'default'   => '',
						'maxLength' => 256,
					),
				),
			)
		);
	}
}

function ot_elements_rest_credentials( $request ) {
	/**
	 * Filters the credentials with which a visitor joins. This plugin creates none.
	 *
	 * @param array|WP_Error|null $credentials As the element expects them: applicationId, sessionId, token.
	 * @param string              $session_id  The session ID in the request, or ''. The visitor's browser sends it.
	 * @param WP_REST_Request     $request     The request.
	 */
	$credentials = apply_filters( 'ot_elements_credentials', null, $request['session-id'], $request );
	if ( null === $credentials ) {
		$message     = __( 'This site has no credentials to give. Set an endpoint on the settings page of OT Elements, or filter ot_elements_credentials.', 'ot-elements' );
		$credentials = new WP_Error( 'ot_elements_no_credentials', $message, array( 'status' => 404 ) );
	}
	$response = is_wp_error( $credentials ) ? rest_convert_error_to_response( $credentials ) : rest_ensure_response( $credentials );
	$response->header( 'Cache-Control', 'no-store' );
	return $response;
}

function ot_elements_rest_count( $request ) {
	/**
	 * Filters the number of people in a session, for pages that show it without joining. This plugin does not know it.
	 *
	 * @param int|WP_Error|null $count      The number.
	 * @param string            $session_id The session ID in the request, or ''. The visitor's browser sends it.
	 * @param WP_REST_Request   $request    The request.
	 */
	$count = apply_filters( 'ot_elements_count', null, $request['session-id'], $request );
	if ( null === $count ) {
		$message = __( 'This site does not know how many are in a session. Filter ot_elements_count to say it.', 'ot-elements' );
		$count   = new WP_Error( 'ot_elements_no_count', $message, array( 'status' => 404 ) );
	}
	return is_wp_error( $count ) ? $count : array( 'count' => (int) $count );
}
