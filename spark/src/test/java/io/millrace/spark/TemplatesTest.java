package io.millrace.spark;

import io.millrace.testing.TemplatesContract;

class TemplatesTest extends TemplatesContract {}
