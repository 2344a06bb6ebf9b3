/// A program that computes with worker JVMs.
package com.example.prices;
