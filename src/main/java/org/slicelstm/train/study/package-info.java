/** Many trainings side by side: what each of a study's cells gave, and what all of them show. */
package org.slicelstm.train.study;
